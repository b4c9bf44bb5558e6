package dev.upcall.host.serving;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.UpcallException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InferJsonTest {
  private static final int MUTATIONS = 2000;

  private final InferJson json =
      new InferJson(ServingAddress.parse("http://localhost/v2/models/x"));

  private static byte[] utf8(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void readsNumbersHoweverTheyAreNestedAndBytesBehindTheJson() {
    List<Tensor> flat =
        json.answer(
            utf8("{'outputs':[{'name':'a','datatype':'FP32','shape':[2,2],'data':[1,2,3,4]}]}"),
            OptionalLong.empty());
    List<Tensor> nested =
        json.answer(
            utf8("{'outputs':[{'name':'a','datatype':'FP32','shape':[2,2],'data':[[1,2],[3,4]]}]}"),
            OptionalLong.empty());
    float[] values = {1, 2, 3, 4};
    assertArrayEquals(values, flat.get(0).values());
    assertArrayEquals(values, nested.get(0).values());

    byte[] head =
        utf8(
            "{'outputs':[{'name':'a','datatype':'FP32','shape':[2,2],"
                + "'parameters':{'binary_data_size':16}}]}");
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(head);
    whole.writeBytes(InferJson.bytes(values));
    List<Tensor> bytes = json.answer(whole.toByteArray(), OptionalLong.of(head.length));
    assertArrayEquals(values, bytes.get(0).values());
    assertEquals(List.of(2L, 2L), bytes.get(0).shape());
  }

  @Test
  void floatsSurviveBeingWritten() {
    Random random = new Random(1);
    float[] values = new float[1000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(60) - 30));
    }
    Tensor input = new Tensor("x", List.of(1000L), values);
    InferJson.Body body = json.request(new InferCall(input, List.of("y"), false, 1));
    String text = new String(body.bytes(), StandardCharsets.UTF_8);
    byte[] answer =
        utf8(
            text.replace("\"inputs\"", "\"outputs\"")
                .replace(",\"outputs\":[{\"name\":\"y\"", ",\"asked\":[{\"name\":\"y\""));
    assertArrayEquals(values, json.answer(answer, OptionalLong.empty()).get(0).values());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{}",
        "{'outputs':{}}",
        "{'outputs':[1]}",
        "{'outputs':[{'name':1,'datatype':'FP32','shape':[1],'data':[1]}]}",
        "{'outputs':[{'name':'a','datatype':'FP32','shape':[1.5],'data':[1]}]}",
        "{'outputs':[{'name':'a','datatype':'FP32','shape':[-1],'data':[1]}]}",
        "{'outputs':[{'name':'a','datatype':'FP32','shape':[99999999999999999999],'data':[1]}]}",
        "{'outputs':[{'name':'a','datatype':'FP32','shape':[65536,65536],'data':[1]}]}",
        "{'outputs':[{'name':'a','datatype':'FP32','shape':[1],'data':['1']}]}",
        "{'outputs':[{'name':'a','datatype':'FP32','shape':[1],'data':[null]}]}",
        "{'outputs':[{'name':'a','datatype':'FP32','shape':[1],'data':[1,2]}]}",
        "{'outputs':[{'name':'a','datatype':'FP32','shape':[1],'data':[]}]}",
        "{'outputs':[{'name':'a','datatype':'FP32','shape':[1]}]}",
        "{'outputs':[{'name':'a','datatype':'FP32','shape':[1],"
            + "'parameters':{'binary_data_size':4}}]}",
        "{'outputs':[{'name':'a','datatype':'FP32','shape':[1],"
            + "'parameters':{'binary_data_size':-4}}]}",
      })
  void whatIsNoAnswerIsRefused(String text) {
    assertThrows(UpcallException.class, () -> json.answer(utf8(text), OptionalLong.empty()));
  }

  @Test
  void aLengthThatCannotBeIsRefused() {
    for (long length : new long[] {-1, 3, Long.MAX_VALUE}) {
      assertThrows(UpcallException.class, () -> json.answer(utf8("{}"), OptionalLong.of(length)));
    }
  }

  /** Deeper than the parser goes. */
  @Test
  void endlessNestingIsRefused() {
    String deep = "[".repeat(100_000);
    assertThrows(
        UpcallException.class,
        () ->
            json.answer(
                utf8("{'outputs':[{'name':'a','datatype':'FP32','shape':[1],'data':" + deep),
                OptionalLong.empty()));
  }

  @Test
  void whateverComesIsReadOrRefused() {
    byte[] good =
        utf8(
            "{'model_name':'x','outputs':[{'name':'a','datatype':'FP32','shape':[2,2],"
                + "'parameters':{'binary_data_size':16}},"
                + "{'name':'b','datatype':'FP32','shape':[2],'data':[1.5,-2e3]}]}0123456789abcdef");
    Random random = new Random(5);
    int read = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] bytes = good.clone();
      for (int change = random.nextInt(3); change >= 0; change--) {
        bytes[random.nextInt(bytes.length)] = (byte) (32 + random.nextInt(95));
      }
      OptionalLong length =
          random.nextInt(4) == 0
              ? OptionalLong.of(random.nextInt(bytes.length + 2))
              : OptionalLong.of(good.length - 16);
      try {
        json.answer(bytes, length);
        read++;
      } catch (UpcallException e) {
        assertTrue(e.getMessage().startsWith("error UP323"), e.getMessage());
      }
    }
    assertTrue(read > 0 && read < MUTATIONS, read + " of " + MUTATIONS);
  }
}
