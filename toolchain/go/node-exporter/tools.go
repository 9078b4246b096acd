//go:build tools

// Package tools pins Prometheus' node exporter, which is built from this module.
package tools

import _ "github.com/prometheus/node_exporter"
