//go:build tools

// Package tools pins Alertmanager, which is built from this module.
package tools

import _ "github.com/prometheus/alertmanager/cmd/alertmanager"
