package dev.upcall.compiler.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.file.RegularFile;
import dev.upcall.core.onnx.ModelProto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Bytes of a file to a protobuf message, within the limits. */
final class ModelReader {
  private final OnnxLimits limits;
  private final String name;

  ModelReader(OnnxLimits limits, String name) {
    this.limits = limits;
    this.name = name;
  }

  ModelProto read(Path file) {
    try (InputStream in = RegularFile.open(file)) {
      // Reads one byte more than allowed instead of asking for the size, which may change.
      byte[] bytes = in.readNBytes(Math.toIntExact(limits.fileBytes() + 1));
      return parse(bytes);
    } catch (NoSuchFileException e) {
      throw unreadable("no such file: " + file, "give the path of an .onnx file");
    } catch (IOException e) {
      throw unreadable(String.valueOf(e.getMessage()), "check that it is a file you may read");
    }
  }

  ModelProto parse(byte[] bytes) {
    if (bytes.length > limits.fileBytes()) {
      throw tooLarge("more than " + limits.fileBytes() + " bytes", limits.fileBytes() + " bytes");
    }
    CodedInputStream input = CodedInputStream.newInstance(bytes);
    input.setRecursionLimit(limits.nesting());
    try {
      long objects = MessageScan.objects(bytes, ModelProto.getDescriptor(), limits.nesting());
      if (objects > limits.objects()) {
        throw tooLarge(objects + " parts", limits.objects() + " parts");
      }
      ModelProto model = ModelProto.parseFrom(input);
      if (!model.hasGraph()) {
        throw notOnnx("a message without a graph");
      }
      return model;
    } catch (InvalidProtocolBufferException e) {
      throw notOnnx(e.getMessage());
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
  }

  private UpcallException tooLarge(String found, String limit) {
    return Diagnostic.of(OnnxCode.TOO_LARGE)
        .at("%s", name)
        .found("%s", found)
        .need("at most %s", limit)
        .fix("a model of this size does not fit a microcontroller; choose a smaller one")
        .toException();
  }

  private UpcallException notOnnx(String found) {
    return Diagnostic.of(OnnxCode.NOT_ONNX)
        .at("%s", name)
        .found("%s", found)
        .need("an ONNX ModelProto with a graph")
        .fix("export the model again, e.g. with torch.onnx.export or tf2onnx")
        .toException();
  }

  private UpcallException unreadable(String found, String fix) {
    return Diagnostic.of(OnnxCode.UNREADABLE)
        .at("%s", name)
        .found("%s", found)
        .fix("%s", fix)
        .toException();
  }
}
