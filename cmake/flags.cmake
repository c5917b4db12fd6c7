# SPDX-License-Identifier: Apache-2.0
# All compiler flags of the project, in one INTERFACE target that every room links PRIVATE.
add_library(effluent_flags INTERFACE)
target_compile_features(effluent_flags INTERFACE cxx_std_20)
target_compile_options(effluent_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wold-style-cast -Wnon-virtual-dtor)
if(EFFLUENT_SANITIZE)
  target_compile_options(effluent_flags INTERFACE
    -fsanitize=${EFFLUENT_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(effluent_flags INTERFACE -fsanitize=${EFFLUENT_SANITIZE})
  # g++'s manual: sanitizers make this warning see what is not there (std::optional, for one).
  target_compile_options(effluent_flags INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
endif()
if(EFFLUENT_FUZZ AND NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  message(FATAL_ERROR "EFFLUENT_FUZZ needs clang: use the preset clang")
endif()
if(EFFLUENT_HARDEN)
  target_compile_options(effluent_flags INTERFACE
    -fstack-protector-strong -D_FORTIFY_SOURCE=2 -D_GLIBCXX_ASSERTIONS)
  target_link_options(effluent_flags INTERFACE -Wl,-z,relro,-z,now)
endif()
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_EXTENSIONS OFF)
