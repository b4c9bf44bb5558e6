/**
 * Training: a project folder in, its members and heads as ONNX out. {@link
 * dev.upcall.training.Trainer} is the way in, {@link dev.upcall.training.PyTorchTraining} what the
 * command line finds.
 */
package dev.upcall.training;
