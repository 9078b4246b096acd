//go:build tools

// Package tools pins prometheus-adapter, which is built from this module.
package tools

import _ "sigs.k8s.io/prometheus-adapter/cmd/adapter"
