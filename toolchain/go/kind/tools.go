//go:build tools

// Package tools pins kind, which is built from this module.
package tools

import _ "sigs.k8s.io/kind"
