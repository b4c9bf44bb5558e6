package dev.upcall.host.web;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the page wants pushed:
 *
 * <pre>
 *   {"project": "0123456789abcdef", "device": "0000beef", "values": {"0.theta": 0.8}}
 * </pre>
 *
 * @param project signature of its ensemble, first eight bytes, in hexadecimal digits
 * @param device number of the only one that is meant; empty: all
 * @param settings {@code stage.parameter=value}, as {@code upcall push --set} takes them
 */
record PushOrder(String project, OptionalInt device, List<String> settings) {
  private static final Set<String> FIELDS = Set.of("project", "device", "values");
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Reads one; empty if it is something else. */
  static Optional<PushOrder> read(byte[] body) {
    JsonNode root;
    try {
      root = MAPPER.readTree(body);
    } catch (IOException e) {
      return Optional.empty();
    }
    JsonNode device = root.path("device");
    boolean one = device.isTextual() && device.textValue().matches("[0-9a-f]{8}");
    if (!root.isObject()
        || !root.path("project").isTextual()
        || !(one || device.isMissingNode())
        || !root.path("values").isObject()
        || root.properties().stream().anyMatch(field -> !FIELDS.contains(field.getKey()))) {
      return Optional.empty();
    }
    List<String> settings = new ArrayList<>();
    Iterator<Map.Entry<String, JsonNode>> values = root.path("values").properties().iterator();
    while (values.hasNext()) {
      Map.Entry<String, JsonNode> value = values.next();
      if (!value.getValue().isNumber()) {
        return Optional.empty();
      }
      settings.add(value.getKey() + "=" + value.getValue().asText());
    }
    return Optional.of(
        new PushOrder(
            root.path("project").textValue(),
            one
                ? OptionalInt.of(Integer.parseUnsignedInt(device.textValue(), 16))
                : OptionalInt.empty(),
            settings));
  }
}
