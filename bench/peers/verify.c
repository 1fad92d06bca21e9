/* d2i_X509 and X509_verify_cert of the leaves that are asked for: see verifier.ts. */
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static void check(int fine, const char *what) {
  if (fine) return;
  fprintf(stderr, "%s\n", what);
  exit(1);
}

static X509 *decode(const unsigned char *der, long length) {
  X509 *certificate = d2i_X509(NULL, &der, length);
  check(certificate != NULL, "no certificate");
  return certificate;
}

int main(int argc, char **argv) {
  static const unsigned char *ders[100000];
  static long lengths[100000];
  check(argc == 3, "give a file and the number of issuers in it");
  FILE *file = fopen(argv[1], "rb");
  check(file != NULL, "no file");
  int total = 0;
  unsigned char header[4];
  while (fread(header, 1, 4, file) == 4) {
    long length = (long)header[0] << 24 | header[1] << 16 | header[2] << 8 | header[3];
    unsigned char *der = malloc(length);
    check(total < 100000 && der != NULL && fread(der, 1, length, file) == (size_t)length, "a broken file");
    ders[total] = der;
    lengths[total++] = length;
  }
  int issuers = atoi(argv[2]);
  X509_STORE *store = X509_STORE_new();
  STACK_OF(X509) *intermediates = sk_X509_new_null();
  for (int index = 0; index < issuers; index++) {
    X509 *certificate = decode(ders[index], lengths[index]);
    if (index == 0) X509_STORE_add_cert(store, certificate);
    else sk_X509_push(intermediates, certificate);
  }
  int first, count;
  while (scanf("%d %d", &first, &count) == 2) {
    struct timespec start, end;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
    for (int index = issuers + first; index < issuers + first + count; index++) {
      X509 *leaf = decode(ders[index], lengths[index]);
      X509_STORE_CTX *context = X509_STORE_CTX_new();
      check(X509_STORE_CTX_init(context, store, leaf, intermediates), "no context");
      X509_STORE_CTX_set_purpose(context, X509_PURPOSE_SSL_CLIENT);
      check(X509_verify_cert(context) == 1, "a good certificate was refused");
      X509_STORE_CTX_free(context);
      X509_free(leaf);
    }
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    printf("%lld\n", (end.tv_sec - start.tv_sec) * 1000000000LL + end.tv_nsec - start.tv_nsec);
    fflush(stdout);
  }
  return 0;
}
