/** The gateway over HTTP: metrics and health. */
package dev.upcall.host.web;
