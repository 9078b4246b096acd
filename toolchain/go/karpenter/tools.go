//go:build tools

// Package tools pins Karpenter with its kwok provider, which is built from this module.
package tools

import (
	_ "sigs.k8s.io/karpenter/kwok"
)
