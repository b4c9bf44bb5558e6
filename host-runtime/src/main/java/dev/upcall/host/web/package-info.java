/** The gateway over HTTP: metrics, health, and the page that shows it at work. */
package dev.upcall.host.web;
