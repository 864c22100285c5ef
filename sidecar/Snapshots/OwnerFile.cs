namespace AiGateway.Sidecar.Snapshots;

/// <summary>A file that only its owner reads, replaced as a whole: a process that dies while it writes leaves the old one.</summary>
internal static class OwnerFile
{
    /// <exception cref="IOException">It could not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, Action<FileStream> write)
    {
        var temporary = path + ".new";
        File.Delete(temporary);
        using (var file = new FileStream(temporary, OwnerReads)) write(file);
        File.Move(temporary, path, overwrite: true);
    }

    private static FileStreamOptions OwnerReads => new()
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.Write,
        UnixCreateMode = UnixFileMode.UserRead,
    };
}
