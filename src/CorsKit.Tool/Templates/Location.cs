namespace CorsKit.Tool.Templates;

/// <summary>Where something stands: a file as the user named it, and line and column, both from 1.</summary>
internal readonly record struct Location(string File, int Line, int Column)
{
    public override string ToString() => $"{File}:{Line}:{Column}";
}
