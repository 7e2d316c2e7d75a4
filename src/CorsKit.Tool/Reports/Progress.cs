namespace CorsKit.Tool.Reports;

/// <summary>One line that says what is being waited for, and is gone afterwards; nothing where nobody looks.</summary>
/// <param name="writer">Standard error, so that it is no part of the result.</param>
/// <param name="width">Of the terminal; null where it is none.</param>
internal sealed class Progress(TextWriter writer, int? width) : IDisposable
{
    private int _length;

    public void Show(string text)
    {
        if (width is { } columns)
        {
            // A line that fills the terminal ends up on the next one, and stays.
            var line = PrintableText.Of(text);
            line = line.Length < columns ? line : line[..Math.Max(0, columns - 1)];
            writer.Write($"\r{line.PadRight(_length)}");
            writer.Flush();
            _length = line.Length;
        }
    }

    public void Dispose()
    {
        if (_length > 0)
        {
            // Without escape sequences, which not every terminal knows.
            writer.Write($"\r{new string(' ', _length)}\r");
            writer.Flush();
        }
    }
}
