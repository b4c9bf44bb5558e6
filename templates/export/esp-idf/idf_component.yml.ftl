version: "${version}"
description: "The model ${project}, which asks a host when it is unsure. Written by Upcall for ${board?json_string}."
license: "0BSD"
dependencies:
  idf: ">=5.0"
