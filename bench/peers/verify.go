// x509.ParseCertificate and Verify of the leaves that are asked for: see verifier.ts.
package main

import (
	"bufio"
	"crypto/x509"
	"encoding/binary"
	"fmt"
	"os"
	"strconv"
	"syscall"
)

func main() {
	data, err := os.ReadFile(os.Args[1])
	check(err)
	var ders [][]byte
	for len(data) > 0 {
		length := binary.BigEndian.Uint32(data)
		ders = append(ders, data[4:4+length])
		data = data[4+length:]
	}
	issuers, err := strconv.Atoi(os.Args[2])
	check(err)
	options := x509.VerifyOptions{
		Roots:         x509.NewCertPool(),
		Intermediates: x509.NewCertPool(),
		KeyUsages:     []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
	for index, der := range ders[:issuers] {
		certificate, err := x509.ParseCertificate(der)
		check(err)
		if index == 0 {
			options.Roots.AddCert(certificate)
		} else {
			options.Intermediates.AddCert(certificate)
		}
	}
	leaves := ders[issuers:]
	for input := bufio.NewScanner(os.Stdin); input.Scan(); {
		var first, count int
		_, err := fmt.Sscan(input.Text(), &first, &count)
		check(err)
		start := cpuTime()
		for _, der := range leaves[first : first+count] {
			certificate, err := x509.ParseCertificate(der)
			check(err)
			_, err = certificate.Verify(options)
			check(err)
		}
		fmt.Println(cpuTime() - start)
	}
}

// Nanoseconds, those of the garbage collector included.
func cpuTime() int64 {
	var usage syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return usage.Utime.Nano() + usage.Stime.Nano()
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
