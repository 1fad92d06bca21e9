"""An HTTPS client of Python's standard library. It carries one conversation for each line that it reads; see
test/support/conversing-program.ts for the lines.

    client.py CHAIN KEY ROOT
"""
import base64
import http.client
import ssl
import sys
import threading
import urllib.parse

CHAIN, KEY, ROOT = sys.argv[1:]
VERSIONS = {'TLSv1.2': ssl.TLSVersion.TLSv1_2, 'TLSv1.3': ssl.TLSVersion.TLSv1_3}
output = threading.Lock()


def say(identifier, what, content=b''):
    with output:
        print(identifier, what, base64.b64encode(content).decode('ascii'), sep='\t', flush=True)


def tls_context(version):
    context = ssl.create_default_context(cafile=ROOT)
    context.minimum_version = context.maximum_version = VERSIONS[version]
    context.set_alpn_protocols(['http/1.1'])
    context.load_cert_chain(CHAIN, KEY)
    return context


def send(connection, identifier, method, path, body_file):
    if body_file:
        with open(body_file, 'rb') as file:
            body = file.read()
        connection.request(method, path, body, {'Content-Type': 'application/octet-stream'})
    else:
        connection.request(method, path)
    response = connection.getresponse()
    headers = ''.join(f'{name}: {value}\r\n' for name, value in response.getheaders())
    head = f'HTTP {response.status}\r\n{headers}\r\n'.encode('latin-1')
    say(identifier, 'response', head + response.read())


def converse(identifier, origin, tls_version, _http_version, *requests):
    host = urllib.parse.urlsplit(origin)
    connection = http.client.HTTPSConnection(host.hostname, host.port, context=tls_context(tls_version))
    try:
        for start in range(0, len(requests), 4):
            method, path, body_file, _expect = requests[start:start + 4]
            send(connection, identifier, method, path, body_file)
        say(identifier, 'end')
    except (OSError, http.client.HTTPException) as error:
        say(identifier, 'failure', f'{type(error).__name__}: {error}'.encode())
    finally:
        connection.close()


for line in sys.stdin:
    threading.Thread(target=converse, args=line.rstrip('\n').split('\t'), daemon=True).start()
