package dev.upcall.training.export;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.file.AtomicFile;
import dev.upcall.core.project.Manifest;
import dev.upcall.core.project.Manifest.MemberSpec;
import dev.upcall.core.project.Project;
import dev.upcall.training.TrainingCode;
import dev.upcall.training.branch.TrainedBranch;
import dev.upcall.training.data.Samples;
import dev.upcall.training.mel.FeatureTable;
import dev.upcall.training.mel.Subset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The files of one fold: every model that the manifest names, checked, then written. */
public final class Artefacts {
  private final Project project;
  private final Map<String, byte[]> files = new TreeMap<>();
  private final List<String> stale = new ArrayList<>();
  private double largestDifference;

  private Artefacts(Project project) {
    this.project = project;
  }

  /**
   * Exports what was trained of the manifest's members and heads and checks each in ONNX Runtime.
   *
   * @param samples to check on
   * @param table their features, from the network
   * @param sent what the members send to the heads for these samples
   * @throws dev.upcall.core.diagnostic.UpcallException if an export computes something else
   */
  public static Artefacts of(
      Project project,
      TrainedEnsemble trained,
      Samples samples,
      FeatureTable table,
      FeatureTable sent) {
    Artefacts artefacts = new Artefacts(project);
    ModelWriter writer = new ModelWriter(trained);
    Map<String, byte[]> givingParts = new TreeMap<>();
    Manifest manifest = project.manifest();
    trained
        .network()
        .members()
        .keySet()
        .forEach(
            name -> {
              MemberSpec spec = manifest.members().get(name);
              String output = spec.features().orElse("gap");
              byte[] model = writer.member(name, output).toByteArray();
              Subset alone = new Subset(List.of(name));
              artefacts.add(
                  spec.model(),
                  model,
                  ExportCheck.member(
                      name,
                      model,
                      output,
                      samples,
                      sent.of(alone),
                      table.of(alone),
                      trained.heads().get(alone)));
              if (trained.givesParts(name)) {
                givingParts.put(name, model);
              }
              if (trained.coarse().containsKey(name)) {
                artefacts.add(
                    spec.model(),
                    model,
                    ExportCheck.coarse(
                        name, model, samples, table.of(alone), trained.coarse().get(name)));
              }
              for (TrainedBranch branch : trained.branches(name)) {
                artefacts.add(
                    spec.model(),
                    model,
                    ExportCheck.branch(name, model, samples.only(branch.classes()), branch));
              }
            });
    if (!givingParts.isEmpty()) {
      artefacts.differs(ExportCheck.parts(givingParts, samples, table, trained));
    }
    manifest
        .heads()
        .forEach(
            (key, path) -> {
              Subset subset = Subset.of(key);
              if (!trained.heads().containsKey(subset)) {
                if (Files.exists(project.resolve(path))
                    && subset.members().stream()
                        .anyMatch(trained.network().members()::containsKey)) {
                  artefacts.stale.add(key);
                }
                return;
              }
              byte[] model = writer.head(subset).toByteArray();
              artefacts.add(
                  path,
                  model,
                  ExportCheck.head(
                      key, model, sent.of(subset), table.of(subset), trained.heads().get(subset)));
            });
    return artefacts;
  }

  private void add(String path, byte[] model, double difference) {
    files.put(path, model);
    differs(difference);
  }

  private void differs(double difference) {
    largestDifference = Math.max(largestDifference, difference);
  }

  /** Largest absolute difference between the network and its exports. */
  public double largestDifference() {
    return largestDifference;
  }

  /** Keys of the heads that are left as they are though some of their members have changed. */
  public List<String> stale() {
    return stale;
  }

  /** Bytes of all files together. */
  public long size() {
    return files.values().stream().mapToLong(file -> file.length).sum();
  }

  /**
   * Writes all files; each appears whole or not at all.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException if a file cannot be written
   */
  public void write() {
    files.forEach((relative, bytes) -> write(project.resolve(relative), bytes));
  }

  private static void write(Path file, byte[] bytes) {
    try {
      AtomicFile.write(file, bytes);
    } catch (IOException e) {
      throw Diagnostic.of(TrainingCode.CANNOT_WRITE, file.getFileName())
          .at("%s", file)
          .found("%s", e)
          .toException();
    }
  }
}
