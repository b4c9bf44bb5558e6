/** How the process writes its log; the one place that knows which logging library runs. */
package dev.upcall.cli.log;
