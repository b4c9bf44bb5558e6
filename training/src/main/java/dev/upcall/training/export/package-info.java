/** Trained weights to the ONNX files the manifest names, each checked in ONNX Runtime first. */
package dev.upcall.training.export;
