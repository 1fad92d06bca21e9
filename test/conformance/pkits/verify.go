// Asks Go's x509.Certificate.Verify the rows of PKITS: `GODEBUG=x509sha1=1 go run verify.go` in this folder. It
// prints a JSON object: for each row "" where the path is accepted, else the error.
//
// What Go has no option for is left out: CRLs and the policy inputs.
package main

import (
	"crypto/x509"
	"encoding/json"
	"os"
	"path/filepath"
	"time"
)

type row struct {
	Id             string
	Chain          []string // the anchor first, the leaf last
	ValidationTime time.Time
}

func main() {
	text, err := os.ReadFile("pkits.json")
	if err != nil {
		panic(err)
	}
	var suite struct{ Rows []row }
	if err := json.Unmarshal(text, &suite); err != nil {
		panic(err)
	}
	said := map[string]string{}
	for _, row := range suite.Rows {
		said[row.Id] = ""
		if err := verify(row); err != nil {
			said[row.Id] = err.Error()
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(said); err != nil {
		panic(err)
	}
}

func verify(row row) error {
	certificates := make([]*x509.Certificate, len(row.Chain))
	for index, file := range row.Chain {
		der, err := os.ReadFile(filepath.Join("certs", file))
		if err != nil {
			panic(err)
		}
		if certificates[index], err = x509.ParseCertificate(der); err != nil {
			return err
		}
	}
	last := len(certificates) - 1
	roots, intermediates := x509.NewCertPool(), x509.NewCertPool()
	roots.AddCert(certificates[0])
	for _, certificate := range certificates[1:max(1, last)] {
		intermediates.AddCert(certificate)
	}
	_, err := certificates[last].Verify(x509.VerifyOptions{
		Roots:         roots,
		Intermediates: intermediates,
		CurrentTime:   row.ValidationTime,
		KeyUsages:     []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
	})
	return err
}

func max(a, b int) int {
	if a > b {
		return a
	}
	return b
}
