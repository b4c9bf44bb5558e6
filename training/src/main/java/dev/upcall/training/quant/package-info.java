/** Fine-tuning that rounds in the forward pass as the compiler will round. */
package dev.upcall.training.quant;
