package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.upcall.core.diagnostic.DiagnosticCode;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A code stands for one error in the whole product, or it cannot be looked up. */
class DiagnosticCodesTest {
  @Test
  void idsAreUniqueAndWellFormed() throws ClassNotFoundException {
    Map<String, String> seen = new HashMap<>();
    for (JavaClass found : new ClassFileImporter().importPackages("dev.upcall")) {
      if (!found.isEnum() || !found.isAssignableTo(DiagnosticCode.class)) {
        continue;
      }
      for (Object constant : Class.forName(found.getName()).getEnumConstants()) {
        DiagnosticCode code = (DiagnosticCode) constant;
        assertTrue(code.id().matches("UP\\d{4}"), code.id());
        String other = seen.put(code.id(), found.getSimpleName() + "." + constant);
        assertEquals(null, other, code.id() + " is also " + found.getSimpleName() + "." + constant);
      }
    }
    assertTrue(seen.size() > 10, "codes found: " + seen.size());
  }
}
