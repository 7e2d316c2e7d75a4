namespace CorsKit.Tool.Reports;

/// <summary>One line that says what is being waited for, and is gone afterwards; nothing where nobody looks.</summary>
/// <param name="writer">Standard error, so that it is no part of the result.</param>
/// <param name="width">Of the terminal; null where it is none.</param>
internal sealed class Progress(TextWriter writer, Func<int>? width) : IDisposable
{
    private int _length;

    public void Show(string text)
    {
        if (width?.Invoke() - 1 is { } room)
        {
            // A line that fills the terminal ends up on the next one, and stays.
            var line = PrintableText.Of(text);
            line = line.Length <= room ? line : line[..room];
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
