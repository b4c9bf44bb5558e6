# Compiler and flags for ${boardName}.
<#if host>
# The host's own compiler: nothing to set.
<#else>
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR ${core})
set(CMAKE_C_COMPILER ${prefix}gcc)
set(CMAKE_ASM_COMPILER ${prefix}gcc)
set(CMAKE_OBJCOPY ${prefix}objcopy)
# There is no C library to try to link with.
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
# -ffreestanding alone would also make the compiler forget what memcpy means.
set(CMAKE_C_FLAGS_INIT "${flags} -ffreestanding -fbuiltin")
set(CMAKE_ASM_FLAGS_INIT "${flags}")
set(CMAKE_EXE_LINKER_FLAGS_INIT "${linkFlags} -nostdlib")
</#if>
