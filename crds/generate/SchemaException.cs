namespace AiGateway.CrdGenerator;

/// <summary>A type of the resources says too little to make a schema of it: a document or a bound is missing.</summary>
internal sealed class SchemaException(string message) : Exception(message);
