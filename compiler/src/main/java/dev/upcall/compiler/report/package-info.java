/** What is written about a firmware, for people and for machines. */
package dev.upcall.compiler.report;
