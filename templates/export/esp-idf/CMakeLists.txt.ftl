# ${project}, written by Upcall: an ESP-IDF component.
idf_component_register(
  SRCS
<#list sources as source>
    "${source}"
</#list>
  INCLUDE_DIRS<#list includes as include> "${include}"</#list>
  REQUIRES driver esp_timer)
# Floats are computed as written, so that every board takes the same decisions.
<#noparse>target_compile_options(${COMPONENT_LIB} PRIVATE -ffp-contract=off)</#noparse>
