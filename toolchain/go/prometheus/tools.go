//go:build tools

// Package tools pins Prometheus, which is built from this module.
package tools

import _ "github.com/prometheus/prometheus/cmd/prometheus"
