namespace TemplateApp1;

public sealed record Greeting(string Name);
