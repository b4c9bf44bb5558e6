/**
 * When each operator runs and where each activation lies: one arena, lifetimes, outputs written
 * over operands that are read for the last time, and the proof that no unread byte is overwritten.
 */
package dev.upcall.compiler.plan;
