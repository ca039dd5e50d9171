package dev.starlift.load;

import dev.starlift.job.SourceDefinition;
import dev.starlift.model.InputFile;
import java.util.List;

/** A source as one table reads it: usually every table of a source reads the same files. */
record SourceRead(SourceDefinition source, List<InputFile> files) {}
