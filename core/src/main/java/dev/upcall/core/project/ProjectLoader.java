package dev.upcall.core.project;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import dev.upcall.core.yaml.YamlFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens a project folder. */
public final class ProjectLoader {
  static final String MANIFEST = "ensemble.yaml";

  private ProjectLoader() {}

  /**
   * The project in a folder, at fold 0. Only the manifest is read: models and data may be absent
   * yet.
   *
   * @param folderOrManifest the project folder, or the manifest in it
   * @throws dev.upcall.core.diagnostic.UpcallException with every error of the manifest
   */
  public static Project load(Path folderOrManifest) {
    Path manifest =
        Files.isDirectory(folderOrManifest) ? folderOrManifest.resolve(MANIFEST) : folderOrManifest;
    if (!Files.isRegularFile(manifest)) {
      throw Diagnostic.of(ProjectCode.NO_MANIFEST)
          .at("%s", manifest)
          .found(Files.exists(folderOrManifest) ? "no such file in the folder" : "no such folder")
          .need("a project folder with %s", MANIFEST)
          .fix("name the project's folder, such as examples/digits")
          .toException();
    }
    Diagnostics diagnostics = new Diagnostics();
    Manifest read = new ManifestParser(new YamlFile(manifest, diagnostics).read()).parse();
    diagnostics.throwIfAny();
    Path folder = manifest.toAbsolutePath().normalize().getParent();
    return new Project(folder, read, 0);
  }
}
