package dev.upcall.core.project;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.audio.AudioSpec;
import dev.upcall.core.audio.AudioSpec.Kind;
import dev.upcall.core.audio.FrontEnd;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Manifest.InputSpec;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code input} of raw int16. */
class AudioParserTest {
  private static final String MFCC =
      "mfcc: {rate: 16000, window: 640, stride: 320, coefficients: 10}";

  @TempDir Path folder;

  private Manifest load(String shape, String preprocess) {
    String manifest =
        Manifests.GOOD
            .replace("[2, 2, 1]", shape)
            .replace("raw: uint8", "raw: int16")
            .replace("scale: 0.5, offset: 0", preprocess);
    return Manifests.load(folder, manifest).manifest();
  }

  @Test
  void readsAFrontEnd() {
    InputSpec input = load("[49, 10, 1]", MFCC).input();
    assertEquals(
        new AudioSpec(Kind.MFCC, 16_000, 640, 320, 40, 10, 20, 8000, -90, -10, 22),
        input.audio().orElseThrow());
    assertEquals(490, input.size());
    assertEquals(32_000, input.rawBytes());
  }

  @Test
  void readsAllKeys() {
    String keys = "rate: 8000, window: 256, stride: 128, mels: 20, band: [100, 3.5e3]";
    InputSpec input = load("[3, 20, 1]", "logMel: {" + keys + ", decibels: [-60, 0]}").input();
    assertEquals(
        new AudioSpec(Kind.LOG_MEL, 8000, 256, 128, 20, 20, 100, 3500, -60, 0, 0),
        input.audio().orElseThrow());
  }

  @Test
  void preprocessesWithTheFrontEnd() {
    InputSpec input = load("[3, 10, 1]", MFCC).input();
    Preprocessor preprocessor = new Preprocessor(input);
    byte[] raw = new byte[input.rawBytes()];
    new Random(1).nextBytes(raw);
    byte[] int8 = preprocessor.quantize(raw);
    assertArrayEquals(new FrontEnd(input.audio().orElseThrow()).features(raw), int8);
    assertEquals(int8[4] / 64f, preprocessor.dequantize(int8)[4]);
    assertEquals(0, preprocessor.tables());
    assertThrows(IllegalArgumentException.class, () -> preprocessor.quantize(new byte[30]));
  }

  @Test
  void everyKeyIsPartOfTheSpecificationThatIsSigned() {
    AudioSpec one = load("[3, 10, 1]", MFCC).input().audio().orElseThrow();
    AudioSpec other =
        load("[3, 10, 1]", MFCC.replace("10}", "10, lifter: 0}")).input().audio().orElseThrow();
    assertNotEquals(one.toString(), other.toString());
  }

  /** Each row: shape | preprocessing | code | part of what is said. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[3, 40, 1] | logMel: {rate: 8000, window: 321, stride: 160} | UP1124 | an even number",
        "[3, 40, 1] | logMel: {rate: 8000, window: 320, stride: 400} | UP1124 | would hear",
        "[3, 40, 1] | logMel: {rate: 8000, window: 4096, stride: 400} | UP1107 | 2048",
        "[3, 40, 1] | logMel: {rate: 8000, window: 320, stride: 0} | UP1107 | whole number",
        "[3, 40, 1] | logMel: {rate: 80, window: 320, stride: 160} | UP1107 | 1000",
        "[3, 40, 1] | logMel: {window: 320, stride: 160} | UP1103 | logMel.rate",
        "[3, 128, 1] | logMel: {rate: 8000, window: 256, stride: 128, mels: 128} | UP1124 | fewer mels",
        "[3, 40, 1] | logMel: {rate: 8000, window: 256, stride: 16} | UP1124 | two features a sample",
        "[3, 40, 1] | logMel: {rate: 8000, window: 320, stride: 160, lifter: 22} | UP1104 | lifter",
        "[3, 40, 1] | logMel: {rate: 8000, window: 320, stride: 160, band: [20, 5000]} | UP1107 | 4000",
        "[3, 40, 1] | logMel: {rate: 8000, window: 320, stride: 160, band: [500, 20]} | UP1124 | least",
        "[3, 40, 1] | logMel: {rate: 8000, window: 320, stride: 160, decibels: [-9]} | UP1124 | greatest",
        "[3, 39, 1] | logMel: {rate: 8000, window: 320, stride: 160} | UP1113 | [frames, 40, 1]",
        "[120]      | logMel: {rate: 8000, window: 320, stride: 160} | UP1113 | [frames, 40, 1]",
        "[65000, 40, 1] | logMel: {rate: 8000, window: 320, stride: 160} | UP1113 | at most",
        "[3, 41, 1] | mfcc: {rate: 8000, window: 320, stride: 160, coefficients: 41} | UP1124 | as many",
        "[3, 10, 1] | mfc: {rate: 8000, window: 320, stride: 160} | UP1104 | mfcc",
        "[3, 10, 1] | mfcc: 8000 | UP1106 | a mapping",
      })
  void refuses(String shape, String preprocess, String code, String said) {
    UpcallException refused =
        assertThrows(UpcallException.class, () -> load(shape, preprocess.strip()));
    String text =
        refused.diagnostics().stream().map(Object::toString).collect(Collectors.joining("\n"));
    assertTrue(text.contains(code), text);
    assertTrue(text.contains(said), text);
  }

  @Test
  void featuresOfBytesAreRefusedByName() {
    UpcallException refused =
        assertThrows(
            UpcallException.class,
            () ->
                Manifests.load(
                    folder, Manifests.with("scale: 0.5, offset: 0", "logMel: {rate: 8000}")));
    assertTrue(refused.diagnostics().toString().contains("UP1124"));
  }
}
