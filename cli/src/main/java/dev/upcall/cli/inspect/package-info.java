/** What a model will take, before anything is built. */
package dev.upcall.cli.inspect;
