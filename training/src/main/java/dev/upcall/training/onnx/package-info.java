/** Building ONNX models node by node. */
package dev.upcall.training.onnx;
