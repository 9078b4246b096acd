//go:build tools

// Package tools pins Istio's control plane and the agent of its proxies, which are built from this module.
package tools

import (
	_ "istio.io/istio/pilot/cmd/pilot-agent"
	_ "istio.io/istio/pilot/cmd/pilot-discovery"
)
