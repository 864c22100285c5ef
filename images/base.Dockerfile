# A base where no registry can be reached: eng/images.sh makes the archive from Debian's own packages.
FROM scratch
ADD base.tar /
ENV PATH=/usr/local/bin:/usr/bin:/bin
