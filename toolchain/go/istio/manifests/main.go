// Command manifests renders the charts that Istio's module carries, by istioctl's own code. Its argument is the path of an IstioOperator resource; the
// manifests go to standard output.
package main

import (
	"fmt"
	"os"

	"istio.io/istio/operator/pkg/render"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: manifests FILE")
		os.Exit(2)
	}
	sets, _, err := render.GenerateManifest(os.Args[1:], nil, false, nil, nil)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for _, set := range sets {
		for _, manifest := range set.Manifests {
			fmt.Printf("---\n%s\n", manifest.Content)
		}
	}
}
