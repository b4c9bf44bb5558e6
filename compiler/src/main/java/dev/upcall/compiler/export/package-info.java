/** Firmware as part of what others build: libraries of the frameworks that users are in. */
package dev.upcall.compiler.export;
