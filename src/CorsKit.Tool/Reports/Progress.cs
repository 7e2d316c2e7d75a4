namespace CorsKit.Tool.Reports;

/// <summary>One line that says what is being waited for, and is gone afterwards; nothing where nobody looks.</summary>
/// <param name="writer">Standard error, so that it is no part of the result.</param>
/// <param name="isTerminal">Whether somebody looks at it.</param>
internal sealed class Progress(TextWriter writer, bool isTerminal) : IDisposable
{
    private const int LeastWidth = 40;

    private int _length;

    public void Show(string text)
    {
        if (isTerminal)
        {
            // A line that fills the terminal ends up on the next one, and stays.
            var room = Math.Max(Console.WindowWidth, LeastWidth) - 1;
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
