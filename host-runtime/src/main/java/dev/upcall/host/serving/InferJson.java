package dev.upcall.host.serving;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.upcall.core.diagnostic.Diagnostic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The protocol's bodies over HTTP: JSON, or with the extension {@code binary_tensor_data} JSON and
 * behind it the bytes of the tensors, little endian, in the order of the JSON.
 */
final class InferJson {
  /** What a server's own words about an error may take in ours. */
  private static final int MAX_WORDS = 200;

  private static final String BYTES = "binary_data_size";
  private static final String PARAMETERS = "parameters";
  private static final String OUTPUTS = "outputs";
  private static final String NAME = "name";
  private static final String SHAPE = "shape";
  private static final String DATATYPE = "datatype";

  /** NaN is no JSON, and what Python writes all the same: so it gets the error of its own. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private final ServingAddress address;

  InferJson(ServingAddress address) {
    this.address = address;
  }

  /**
   * A body.
   *
   * @param json bytes of it that are JSON
   */
  record Body(byte[] bytes, int json) {}

  Body request(InferCall call) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Tensor input = call.input();
    try (JsonGenerator json = MAPPER.createGenerator(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("inputs");
      json.writeStartObject();
      json.writeStringField(NAME, input.name());
      json.writeStringField(DATATYPE, TensorInfo.FLOAT);
      json.writeArrayFieldStart(SHAPE);
      for (long dim : input.shape()) {
        json.writeNumber(dim);
      }
      json.writeEndArray();
      if (call.binary()) {
        json.writeObjectFieldStart(PARAMETERS);
        json.writeNumberField(BYTES, input.values().length * Float.BYTES);
        json.writeEndObject();
      } else {
        json.writeArrayFieldStart("data");
        for (float value : input.values()) {
          json.writeNumber(value);
        }
        json.writeEndArray();
      }
      json.writeEndObject();
      json.writeEndArray();
      json.writeArrayFieldStart(OUTPUTS);
      for (String output : call.outputs()) {
        json.writeStartObject();
        json.writeStringField(NAME, output);
        json.writeObjectFieldStart(PARAMETERS);
        if (call.binary()) {
          json.writeBooleanField("binary_data", true);
        }
        json.writeEndObject();
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int size = out.size();
    if (call.binary()) {
      out.writeBytes(bytes(input.values()));
    }
    return new Body(out.toByteArray(), size);
  }

  static byte[] bytes(float[] values) {
    ByteBuffer buffer =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }

  static float[] floats(ByteBuffer bytes) {
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  /**
   * The outputs of an answer.
   *
   * @param json how many of its bytes are JSON; empty: all
   * @throws dev.upcall.core.diagnostic.UpcallException UP3232 or UP3233
   */
  List<Tensor> answer(byte[] body, OptionalLong json) {
    if (json.isPresent() && (json.getAsLong() < 0 || json.getAsLong() > body.length)) {
      throw malformed("%d bytes of JSON in %d", json.getAsLong(), body.length);
    }
    int size = (int) json.orElse(body.length);
    JsonNode root = read(body, size);
    ByteBuffer behind = ByteBuffer.wrap(body, size, body.length - size);
    List<Tensor> tensors = new ArrayList<>();
    for (JsonNode output : list(root, OUTPUTS)) {
      tensors.add(tensor(output, size, behind));
    }
    return tensors;
  }

  private Tensor tensor(JsonNode output, int size, ByteBuffer behind) {
    TensorInfo info = info(output);
    int elements = Tensor.elements(info.shape());
    if (!info.datatype().equals(TensorInfo.FLOAT) || elements < 0) {
      throw malformed("output %s", info);
    }
    JsonNode bytes = output.path(PARAMETERS).path(BYTES);
    if (bytes.isIntegralNumber()) {
      if (bytes.asLong() != (long) elements * Float.BYTES || bytes.asLong() > behind.remaining()) {
        throw wrongSize("%d bytes of output %s", bytes.asLong(), info);
      }
      ByteBuffer own = behind.slice(behind.position(), bytes.asInt());
      behind.position(behind.position() + bytes.asInt());
      return new Tensor(info.name(), info.shape(), floats(own));
    }
    JsonNode data = list(output, "data");
    if (elements > size) {
      throw wrongSize("%d bytes for the numbers of output %s", size, info);
    }
    Numbers numbers = new Numbers(elements);
    if (!numbers.take(data) || numbers.count != elements) {
      throw wrongSize("other than %d numbers of output %s", elements, info);
    }
    return new Tensor(info.name(), info.shape(), numbers.values);
  }

  /** Flattens arrays in arrays; the parser bounds how deep they are. */
  private static final class Numbers {
    private final float[] values;
    private int count;

    Numbers(int most) {
      this.values = new float[most];
    }

    /** False where there are more of them than is said, or something else. */
    boolean take(JsonNode data) {
      for (JsonNode item : data) {
        boolean taken = item.isArray() ? take(item) : item.isNumber() && put(item.floatValue());
        if (!taken) {
          return false;
        }
      }
      return true;
    }

    private boolean put(float value) {
      if (count == values.length) {
        return false;
      }
      values[count++] = value;
      return true;
    }
  }

  /** What a server says of a model. */
  ModelMetadata metadata(byte[] body, boolean binary) {
    JsonNode root = read(body, body.length);
    return new ModelMetadata(infos(root, "inputs"), infos(root, OUTPUTS), binary);
  }

  /** Names of extensions in what a server says of itself; none where it says nothing. */
  List<String> extensions(byte[] body) {
    List<String> names = new ArrayList<>();
    read(body, body.length).path("extensions").forEach(name -> names.add(name.asText()));
    return names;
  }

  /** A server's own words about what is wrong; whatever it says is taken for text. */
  static String words(byte[] body) {
    String text;
    try {
      text = MAPPER.readTree(body).path("error").asText("");
    } catch (IOException e) {
      text = "";
    }
    return bounded(text);
  }

  /** As much of a server's own words as goes into an error. */
  static String bounded(String text) {
    return text.length() > MAX_WORDS ? text.substring(0, MAX_WORDS) + "..." : text;
  }

  private List<TensorInfo> infos(JsonNode root, String key) {
    List<TensorInfo> infos = new ArrayList<>();
    if (!root.path(key).isMissingNode() && !root.path(key).isNull()) {
      list(root, key).forEach(node -> infos.add(info(node)));
    }
    return infos;
  }

  private TensorInfo info(JsonNode node) {
    if (!node.path(NAME).isTextual() || !node.path(DATATYPE).isTextual()) {
      throw malformed("a tensor without name or datatype");
    }
    List<Long> shape = new ArrayList<>();
    for (JsonNode dim : list(node, SHAPE)) {
      if (!dim.canConvertToLong() || !dim.isIntegralNumber()) {
        throw malformed("a dimension that is no whole number");
      }
      shape.add(dim.longValue());
    }
    return new TensorInfo(node.path(NAME).textValue(), node.path(DATATYPE).textValue(), shape);
  }

  private JsonNode list(JsonNode parent, String key) {
    JsonNode list = parent.path(key);
    if (!list.isArray()) {
      throw malformed("no list \"%s\"", key);
    }
    return list;
  }

  private JsonNode read(byte[] body, int size) {
    try {
      JsonNode root = MAPPER.readTree(body, 0, size);
      if (!root.isObject()) {
        throw malformed("JSON that is no object");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw malformed("no JSON: %s", e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RuntimeException malformed(String found, Object... arguments) {
    return wrong(ServingCode.MALFORMED, found, arguments);
  }

  private RuntimeException wrongSize(String found, Object... arguments) {
    return wrong(ServingCode.WRONG_SIZE, found, arguments);
  }

  private RuntimeException wrong(ServingCode code, String found, Object... arguments) {
    Diagnostic diagnostic = code.with(address).found(found, arguments);
    return diagnostic.toException();
  }
}
