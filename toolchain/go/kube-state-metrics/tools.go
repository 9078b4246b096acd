//go:build tools

// Package tools pins kube-state-metrics, which is built from this module.
package tools

import _ "k8s.io/kube-state-metrics/v2"
