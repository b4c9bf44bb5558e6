/**
 * Training: a project folder in, its members and heads as ONNX out. {@link
 * dev.upcall.training.Trainer} is the way in; {@code TrainMain} is the program.
 */
package dev.upcall.training;
