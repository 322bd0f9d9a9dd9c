namespace TemplateNamespace;

public sealed record Greeting(string Name);
