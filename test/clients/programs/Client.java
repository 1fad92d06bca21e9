import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Scanner;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/**
 * Java's HttpClient. It carries one conversation for each line that it reads; see test/support/conversing-program.ts for
 * the lines.
 *
 * <pre>java Client.java CHAIN KEY ROOT</pre>
 */
public class Client {
    private static final char[] NO_PASSWORD = {};
    private static final ExecutorService threads = Executors.newCachedThreadPool();
    private static SSLContext tls;

    public static void main(String[] args) throws Exception {
        tls = tlsContext(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]));
        Scanner lines = new Scanner(System.in);
        while (lines.hasNextLine()) {
            String[] fields = lines.nextLine().split("\t", -1);
            threads.execute(() -> converse(fields));
        }
        System.exit(0);
    }

    private static void converse(String[] fields) {
        String id = fields[0];
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {fields[2]});
        HttpClient client = HttpClient.newBuilder()
            .sslContext(tls)
            .sslParameters(parameters)
            .executor(threads)
            .version(fields[3].equals("h2") ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
            .build();
        try {
            for (int start = 4; start + 4 <= fields.length; start += 4) {
                HttpRequest request = requestOf(fields[1], fields[start], fields[start + 1], fields[start + 2], fields[start + 3]);
                HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
                say(id, "response", messageOf(response));
            }
            say(id, "end", new byte[0]);
        } catch (IOException | InterruptedException error) {
            say(id, "failure", error.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static HttpRequest requestOf(String origin, String method, String path, String bodyFile, String expect)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin + path)).expectContinue(!expect.isEmpty());
        if (bodyFile.isEmpty()) return request.method(method, HttpRequest.BodyPublishers.noBody()).build();
        byte[] body = Files.readAllBytes(Path.of(bodyFile));
        return request
            .header("Content-Type", "application/octet-stream")
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    }

    private static byte[] messageOf(HttpResponse<byte[]> response) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        StringBuilder head = new StringBuilder("HTTP " + response.statusCode() + "\r\n");
        response.headers().map().forEach((name, values) ->
            values.forEach(value -> head.append(name).append(": ").append(value).append("\r\n")));
        message.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        message.writeBytes(response.body());
        return message.toByteArray();
    }

    private static SSLContext tlsContext(Path chain, Path key, Path root) throws GeneralSecurityException, IOException {
        KeyStore identity = KeyStore.getInstance("PKCS12");
        identity.load(null, NO_PASSWORD);
        identity.setKeyEntry("client", privateKey(key), NO_PASSWORD, certificates(chain));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(identity, NO_PASSWORD);

        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, NO_PASSWORD);
        trusted.setCertificateEntry("root", certificates(root)[0]);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);

        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static Certificate[] certificates(Path file) throws GeneralSecurityException, IOException {
        return CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))
            .toArray(new Certificate[0]);
    }

    private static PrivateKey privateKey(Path file) throws GeneralSecurityException, IOException {
        String pem = Files.readString(file).replaceAll("-----.*-----|\\s", "");
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
    }

    private static synchronized void say(String id, String what, byte[] content) {
        System.out.println(String.join("\t", id, what, Base64.getEncoder().encodeToString(content)));
    }
}
