package dev.upcall.compiler.emit;

import dev.upcall.core.audio.AudioSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A front end's C without a network behind it, for firmware that tests write themselves. */
public final class AudioSources {
  private AudioSources() {}

  /** Generated and runtime files by name, for samples of so many frames. */
  public static Map<String, String> of(AudioSpec spec, int frames) {
    Map<String, String> files = new TreeMap<>();
    for (String name :
        List.of(
            "upcall_audio.c",
            "upcall_audio.h",
            "upcall_fft.c",
            "upcall_fft.h",
            "upcall_ladder.h")) {
      files.put(name, TemplateFiles.read("runtime/" + name));
    }
    CAudio code = new AudioCode(spec).make(new CBanner(List.of("Written by a test.")));
    files.put("upcall_preprocess.c", new Renderer().render(code));
    files.put("upcall_config.h", config(spec, frames));
    return files;
  }

  private static String config(AudioSpec spec, int frames) {
    return """
        #ifndef UPCALL_CONFIG_H
        #define UPCALL_CONFIG_H
        #define FRAMES %d
        #define UPCALL_RAW_BYTES %d
        #define UPCALL_INPUT_BYTES %d
        #define UPCALL_AUDIO_WINDOW %d
        #define UPCALL_AUDIO_STRIDE %d
        #define UPCALL_CLASSES 2
        #define UPCALL_STAGES 1
        #define UPCALL_CAN_UPCALL 0
        #define UPCALL_KEEPS_INPUT 1
        #endif
        """
        .formatted(
            frames,
            2 * spec.samples(frames),
            frames * spec.columns(),
            spec.window(),
            spec.stride());
  }
}
