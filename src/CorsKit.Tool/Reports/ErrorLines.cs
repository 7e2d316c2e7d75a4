using System.Text;

namespace CorsKit.Tool.Reports;

/// <summary>Standard error where somebody looks at it: lines are broken as those of the result are.</summary>
/// <param name="inner">Where they go.</param>
/// <param name="width">Of the terminal.</param>
internal sealed class ErrorLines(TextWriter inner, Func<int> width) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => inner.Write(value);

    public override void Write(string? value) => inner.Write(value);

    public override void WriteLine(string? value)
    {
        foreach (var line in TextLines.Break(value ?? "", width()))
        {
            inner.WriteLine(line);
        }
    }

    public override void Flush() => inner.Flush();
}
