/** The gateway over HTTP: a page, metrics and health. */
package dev.upcall.host.web;
