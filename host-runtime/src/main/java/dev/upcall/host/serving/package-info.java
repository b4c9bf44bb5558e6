/** Members on serving clusters, asked by the Open Inference Protocol, version 2. */
package dev.upcall.host.serving;
