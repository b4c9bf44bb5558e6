/** Text for people. */
package dev.upcall.core.text;
