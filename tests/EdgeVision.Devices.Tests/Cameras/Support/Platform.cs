using System.Runtime.Versioning;

// Cameras other than images: and synthetic are for Linux; so are these tests.
[assembly: SupportedOSPlatform("linux")]
