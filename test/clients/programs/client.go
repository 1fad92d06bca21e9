// An HTTPS client of Go's standard library. It carries one conversation for each line that it reads; see
// test/support/conversing-program.ts for the lines.
//
//	client CHAIN KEY ROOT [once]
//
// once: lets the server renegotiate once on each connection (tls.RenegotiateOnceAsClient); Go's default is never.
package main

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"
)

var output sync.Mutex

var versions = map[string]uint16{"TLSv1.2": tls.VersionTLS12, "TLSv1.3": tls.VersionTLS13}

func main() {
	identity, err := tls.LoadX509KeyPair(os.Args[1], os.Args[2])
	if err != nil {
		panic(err)
	}
	root, err := os.ReadFile(os.Args[3])
	if err != nil {
		panic(err)
	}
	config := &tls.Config{Certificates: []tls.Certificate{identity}, RootCAs: x509.NewCertPool()}
	config.RootCAs.AppendCertsFromPEM(root)
	if len(os.Args) > 4 {
		config.Renegotiation = tls.RenegotiateOnceAsClient
	}
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		go converse(strings.Split(lines.Text(), "\t"), config.Clone())
	}
}

func converse(fields []string, config *tls.Config) {
	id, origin, tlsVersion, httpVersion, requests := fields[0], fields[1], fields[2], fields[3], fields[4:]
	config.MinVersion = versions[tlsVersion]
	config.MaxVersion = versions[tlsVersion]
	transport := &http.Transport{
		TLSClientConfig:       config,
		ForceAttemptHTTP2:     httpVersion == "h2",
		ExpectContinueTimeout: time.Minute,
	}
	defer transport.CloseIdleConnections()
	client := &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	for ; len(requests) >= 4; requests = requests[4:] {
		if err := send(client, id, origin, requests[:4]); err != nil {
			say(id, "failure", []byte(err.Error()))
			return
		}
	}
	say(id, "end", nil)
}

func send(client *http.Client, id string, origin string, fields []string) error {
	method, path, bodyFile, expect := fields[0], fields[1], fields[2], fields[3]
	var body io.Reader
	if bodyFile != "" {
		content, err := os.ReadFile(bodyFile)
		if err != nil {
			return err
		}
		body = bytes.NewReader(content)
	}
	request, err := http.NewRequest(method, origin+path, body)
	if err != nil {
		return err
	}
	if bodyFile != "" {
		request.Header.Set("Content-Type", "application/octet-stream")
	}
	if expect != "" {
		request.Header.Set("Expect", expect)
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	message := bytes.NewBufferString(fmt.Sprintf("HTTP %d\r\n", response.StatusCode))
	if err := response.Header.Write(message); err != nil {
		return err
	}
	message.WriteString("\r\n")
	if _, err := message.ReadFrom(response.Body); err != nil {
		return err
	}
	say(id, "response", message.Bytes())
	return nil
}

func say(id string, what string, content []byte) {
	output.Lock()
	defer output.Unlock()
	fmt.Printf("%s\t%s\t%s\n", id, what, base64.StdEncoding.EncodeToString(content))
}
