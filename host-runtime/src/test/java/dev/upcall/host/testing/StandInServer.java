package dev.upcall.host.testing;

import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.upcall.host.testing.StandInModel.Numbers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/**
 * A server of the Open Inference Protocol, version 2, written after its OpenAPI definition
 * (kserve/open-inference-protocol, open_inference_rest.yaml): one model, computed by ONNX Runtime.
 * What a request may not have it refuses; and it can be told to answer wrongly.
 */
public final class StandInServer implements AutoCloseable {
  static {
    // Else each answer waits 40 ms for the acknowledgement of its head.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String JSON_LENGTH = "Inference-Header-Content-Length";
  private static final int HUGE = 1 << 22;

  /** Ways to answer wrongly. */
  public enum Fault {
    NONE,
    FAILS,
    NO_JSON,
    TRUNCATED,
    NO_OUTPUTS,
    WRONG_SHAPE,
    WRONG_BATCH,
    WRONG_TYPE,
    FEWER_NUMBERS,
    ENDLESS_SHAPE,
    NOT_A_NUMBER,
    INFINITE,
    HUGE,
    HANGS,
    DRIPS
  }

  private final String name;
  private final boolean binary;
  private final StandInModel model;
  private final HttpServer http;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger requests = new AtomicInteger();
  private volatile Fault fault = Fault.NONE;
  private volatile Optional<String> metadata = Optional.empty();
  private volatile Optional<String> token = Optional.empty();

  private StandInServer(String name, Path model, boolean binary, HttpServer http)
      throws OrtException {
    this.name = name;
    this.binary = binary;
    this.model = new StandInModel(model);
    this.http = http;
    http.setExecutor(threads);
    http.createContext("/", this::handle);
    http.start();
  }

  /**
   * Serves a model.
   *
   * @param port 0 for a free one
   * @param binary whether it knows the extension {@code binary_tensor_data}
   */
  public static StandInServer start(int port, String name, Path model, boolean binary)
      throws IOException, OrtException {
    return new StandInServer(name, model, binary, HttpServer.create(at(port), 0));
  }

  /** The same behind TLS. */
  public static StandInServer start(SSLContext tls, String name, Path model)
      throws IOException, OrtException {
    HttpsServer https = HttpsServer.create(at(0), 0);
    https.setHttpsConfigurator(new HttpsConfigurator(tls));
    return new StandInServer(name, model, false, https);
  }

  private static InetSocketAddress at(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  public int port() {
    return http.getAddress().getPort();
  }

  /** Where its model is. */
  public String uri() {
    return (http instanceof HttpsServer ? "https" : "http")
        + "://127.0.0.1:"
        + port()
        + "/v2/models/"
        + name;
  }

  /** What hangs goes on hanging no longer, and is not answered. */
  public synchronized void fault(Fault now) {
    fault = now;
    notifyAll();
  }

  /** Says this of the model from now on. */
  public void describe(String json) {
    metadata = Optional.of(json);
  }

  /** Answers nobody without it from now on. */
  public void requireToken(String text) {
    token = Optional.of(text);
  }

  /** Inferences that were asked for. */
  public int requests() {
    return requests.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String said = exchange.getRequestHeaders().getFirst("Authorization");
      if (token.isPresent() && !("Bearer " + token.get()).equals(said)) {
        reply(exchange, 401, error("who are you?"), -1);
        return;
      }
      String path = exchange.getRequestURI().getPath();
      if (path.equals("/v2/health/ready")) {
        reply(exchange, 200, new byte[0], -1);
      } else if (path.equals("/v2")) {
        ObjectNode server = JSON.createObjectNode().put("name", "stand-in").put("version", "1");
        ArrayNode extensions = server.putArray("extensions");
        if (binary) {
          extensions.add("binary_tensor_data");
        }
        reply(exchange, 200, JSON.writeValueAsBytes(server), -1);
      } else if (path.equals("/v2/models/" + name)) {
        reply(exchange, 200, metadata().getBytes(StandardCharsets.UTF_8), -1);
      } else if (path.equals("/v2/models/" + name + "/infer")) {
        requests.incrementAndGet();
        infer(exchange, body);
      } else {
        reply(exchange, 404, error("no " + path), -1);
      }
    } catch (OrtException | RuntimeException e) {
      reply(exchange, 400, error(String.valueOf(e.getMessage())), -1);
    }
  }

  private String metadata() throws OrtException, IOException {
    if (metadata.isPresent()) {
      return metadata.get();
    }
    ObjectNode described = JSON.createObjectNode().put("name", name).put("platform", "onnx");
    tensors(described.putArray("inputs"), model.inputs());
    tensors(described.putArray("outputs"), model.outputs());
    return JSON.writeValueAsString(described);
  }

  private static void tensors(ArrayNode list, Map<String, long[]> shapes) {
    shapes.forEach(
        (tensor, dims) -> {
          ObjectNode node = list.addObject().put("name", tensor).put("datatype", "FP32");
          ArrayNode shape = node.putArray("shape");
          for (long dim : dims) {
            shape.add(dim);
          }
        });
  }

  private void infer(HttpExchange exchange, byte[] body) throws IOException, OrtException {
    String length = exchange.getRequestHeaders().getFirst(JSON_LENGTH);
    int json = length == null ? body.length : Integer.parseInt(length);
    JsonNode request = JSON.readTree(body, 0, json);
    JsonNode input = request.get("inputs").get(0);
    requireKeys(request, List.of("id", "parameters", "inputs", "outputs"));
    requireKeys(input, List.of("name", "shape", "datatype", "parameters", "data"));
    require(request.get("inputs").size() == 1, "one input");
    require(input.get("datatype").textValue().equals("FP32"), "FP32");
    long[] shape = new long[input.get("shape").size()];
    int elements = 1;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = input.get("shape").get(i).longValue();
      elements *= (int) shape[i];
    }
    float[] values = new float[elements];
    JsonNode size = input.path("parameters").path("binary_data_size");
    if (size.isNumber()) {
      require(binary, "no binary data here");
      require(size.intValue() == body.length - json && size.intValue() == 4 * elements, "bytes");
      ByteBuffer.wrap(body, json, size.intValue())
          .slice()
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(values);
    } else {
      require(input.get("data").size() == elements, "as many numbers as the shape says");
      for (int i = 0; i < elements; i++) {
        values[i] = input.get("data").get(i).floatValue();
      }
    }
    List<String> names = new ArrayList<>();
    request.get("outputs").forEach(wanted -> names.add(wanted.get("name").textValue()));
    Map<String, Numbers> outputs =
        model.run(input.get("name").textValue(), new Numbers(shape, values), names);
    answer(exchange, request, outputs);
  }

  private void answer(HttpExchange exchange, JsonNode request, Map<String, Numbers> found)
      throws IOException {
    ObjectNode root = JSON.createObjectNode().put("model_name", name);
    ArrayNode outputs = root.putArray("outputs");
    ByteArrayOutputStream behind = new ByteArrayOutputStream();
    for (JsonNode wanted : request.get("outputs")) {
      Numbers numbers = found.get(wanted.get("name").textValue());
      ObjectNode output = outputs.addObject().put("name", wanted.get("name").textValue());
      output.put("datatype", "FP32");
      ArrayNode shape = output.putArray("shape");
      for (long dim : numbers.shape()) {
        shape.add(dim);
      }
      if (wanted.path("parameters").path("binary_data").booleanValue()) {
        ByteBuffer bytes =
            ByteBuffer.allocate(4 * numbers.values().length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(numbers.values());
        output.putObject("parameters").put("binary_data_size", bytes.capacity());
        behind.writeBytes(bytes.array());
      } else {
        // Servers may give rows as rows, or all numbers flat.
        ArrayNode data = output.putArray("data");
        int width = numbers.values().length / (int) numbers.shape()[0];
        ArrayNode row = null;
        for (int i = 0; i < numbers.values().length; i++) {
          row = i % width == 0 ? data.addArray() : row;
          row.add(numbers.values()[i]);
        }
      }
    }
    spoil(exchange, root, behind.toByteArray());
  }

  private void spoil(HttpExchange exchange, ObjectNode root, byte[] behind) throws IOException {
    ObjectNode first = (ObjectNode) root.get("outputs").get(0);
    ArrayNode shape = (ArrayNode) first.get("shape");
    int json = -1;
    switch (fault) {
      case NONE, HANGS, DRIPS, TRUNCATED, HUGE, FAILS, NO_JSON -> {}
      case NO_OUTPUTS -> root.putArray("outputs");
      case WRONG_SHAPE -> shape.set(1, shape.get(1).intValue() + 1);
      case WRONG_BATCH -> shape.set(0, shape.get(0).intValue() + 1);
      case WRONG_TYPE -> first.put("datatype", "FP64");
      case FEWER_NUMBERS -> {
        first.remove("parameters");
        first.putArray("data").add(1);
      }
      case ENDLESS_SHAPE -> {
        first.putArray("shape").add(1).add(2_000_000_000);
        first.remove("parameters");
        first.putArray("data").add(1);
      }
      case NOT_A_NUMBER, INFINITE -> {
        float value = fault == Fault.INFINITE ? Float.POSITIVE_INFINITY : Float.NaN;
        ArrayNode data = first.putArray("data");
        first.remove("parameters");
        for (int i = 0; i < shape.get(0).intValue() * shape.get(1).intValue(); i++) {
          data.add(value);
        }
      }
    }
    // Jackson writes NaN as a text; Python does not.
    String text =
        JSON.writeValueAsString(root).replace("\"NaN\"", "NaN").replace("\"Infinity\"", "1e999");
    if (behind.length > 0) {
      json = text.length();
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    whole.writeBytes(behind);
    byte[] body = whole.toByteArray();
    switch (fault) {
      case FAILS -> reply(exchange, 500, error("out of memory"), -1);
      case NO_JSON -> reply(exchange, 200, "<html>it works".getBytes(StandardCharsets.UTF_8), -1);
      case TRUNCATED ->
          reply(exchange, 200, text.substring(0, 20).getBytes(StandardCharsets.UTF_8), -1);
      case HUGE -> reply(exchange, 200, new byte[HUGE], -1);
      case HANGS -> hang();
      case DRIPS -> {
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body, 0, 1);
        exchange.getResponseBody().flush();
        hang();
      }
      default -> reply(exchange, 200, body, json);
    }
  }

  private synchronized void hang() {
    Fault hanging = fault;
    try {
      while (fault == hanging) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw new IllegalArgumentException("not " + what);
    }
  }

  private static void requireKeys(JsonNode node, List<String> known) {
    for (Iterator<String> keys = node.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      require(known.contains(key), "a key of the protocol: " + key);
    }
  }

  private static byte[] error(String text) throws IOException {
    return JSON.writeValueAsBytes(JSON.createObjectNode().put("error", text));
  }

  private static void reply(HttpExchange exchange, int status, byte[] body, int json)
      throws IOException {
    if (json >= 0) {
      exchange.getResponseHeaders().set(JSON_LENGTH, String.valueOf(json));
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    fault(Fault.NONE);
    http.stop(0);
    threads.shutdownNow();
    model.close();
  }
}
