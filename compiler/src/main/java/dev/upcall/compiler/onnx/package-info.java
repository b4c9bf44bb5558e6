/**
 * ONNX files to graphs. Bytes may be hostile: whatever they hold, the outcome is a graph or a
 * diagnostic.
 *
 * <pre>
 * file ─ ModelReader ─► ModelProto ─ ModelCheck, NodeOrder ─► nodes ─ OnnxOps (one class per operator) ─► Graph
 * </pre>
 */
package dev.upcall.compiler.onnx;
