/** The boards firmware can be built for, as data: what they are, what they need, what runs them. */
package dev.upcall.compiler.board;
